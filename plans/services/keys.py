"""New keys: readable, unique in the plan, never one that something in the bin still has."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import slugify

from plans.models import Node, Plan

LONGEST_STEM = 48
WITHOUT_WORDS = "rad"


def take_key(*, plan: Plan, words: str, otherwise: str = WITHOUT_WORDS) -> Node:
    """A new node of ``plan`` whose key is made from ``words``, or ``otherwise`` where they have none.

    Call it with the plan locked (``structure.lock``): two who take the same key at once would
    otherwise meet in the constraint.
    """
    stem = _stem(words) or _stem(otherwise) or WITHOUT_WORDS
    taken = set(Node.objects.filter(plan=plan, key__startswith=stem).values_list("key", flat=True))
    return Node.objects.create(plan=plan, key=_free(stem, taken))


def take_keys(*, plan: Plan, words: Sequence[str], otherwise: str = WITHOUT_WORDS) -> list[Node]:
    """As ``take_key``, a node for each of ``words`` in order; two questions, however many there are."""
    taken = set(Node.objects.filter(plan=plan).values_list("key", flat=True))
    nodes = []
    for one in words:
        key = _free(_stem(one) or _stem(otherwise) or WITHOUT_WORDS, taken)
        taken.add(key)
        nodes.append(Node(plan=plan, key=key))
    return Node.objects.bulk_create(nodes)


def _stem(words: str) -> str:
    """``words`` as a key, cut between two of them."""
    slug = slugify(words.replace("/", " "))
    if len(slug) > LONGEST_STEM:
        slug = slug[: LONGEST_STEM + 1].rpartition("-")[0] or slug[:LONGEST_STEM]
    return slug.replace("_", "-").strip("-")


def _free(stem: str, taken: set[str]) -> str:
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
