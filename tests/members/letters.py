"""What stands in a mail, and the link that only its reader gets."""

from urllib.parse import urlsplit

from core.models import OutgoingMail


def last_mail(to: str) -> OutgoingMail:
    """The newest mail to that address."""
    mail = OutgoingMail.objects.filter(to=to).first()
    if mail is None:
        raise AssertionError(f"nobody wrote to {to}")
    return mail


def link_to(to: str) -> str:
    """The path of the one-time link in the newest mail to that address."""
    return urlsplit(str(last_mail(to).secrets["link"])).path


def secret_to(to: str) -> str:
    """The secret in that link."""
    return link_to(to).split("/")[2]
