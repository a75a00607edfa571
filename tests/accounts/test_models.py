"""People and organisations."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import Organisation, User

pytestmark = pytest.mark.django_db


def test_case_makes_no_second_person(anna: User) -> None:
    assert User.objects.get(email="ANNA@Alvhamra.example") == anna
    with pytest.raises(ValidationError) as caught:
        User.objects.create_user("Anna@ALVHAMRA.example", full_name="Anna Två")
    assert "email" in caught.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Anna@ALVHAMRA.example", full_name="Anna Två")


def test_the_database_knows_only_small_letters(anna: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("UPDATE accounts_user SET email = 'Anna@alvhamra.example'")


def test_a_person_without_a_password_cannot_sign_in() -> None:
    user = User.objects.create_user("ny@alvhamra.example", full_name="Ny")
    assert not user.has_usable_password()
    assert not user.check_password("")


def test_may_use_the_admin(anna: User, administrator: User) -> None:
    assert administrator.has_perm("accounts.change_user")
    assert administrator.has_module_perms("accounts")
    assert not anna.has_perm("accounts.change_user")
    assert not anna.is_staff
    administrator.is_active = False
    assert not administrator.has_perm("accounts.change_user")


def test_sets_of_people(anna: User, administrator: User) -> None:
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert list(User.objects.active()) == [administrator]
    assert list(User.objects.administrators()) == [administrator]


def test_names_stand_in_swedish_order() -> None:
    for slug, name in enumerate(["Örby", "Ängby", "Zinkgruvan", "Åby", "Aneby"]):
        Organisation.objects.create(name=name, kind="municipality", slug=str(slug))
    names = [organisation.name for organisation in Organisation.objects.all()]
    assert names == ["Aneby", "Zinkgruvan", "Åby", "Ängby", "Örby"]


def test_an_organisation_has_a_short_label(municipality: Organisation) -> None:
    assert municipality.label == "Älvhamra"
    municipality.short_name = ""
    assert municipality.label == "Älvhamra kommun"
