"""Where a plan's question about the goal was answered beside the fixed one, that answer is the evaluation's.

The rule is that of ``evaluations.questions.sorted_out`` on the day that it came to be.
"""

import re

from django.db import migrations

NAMES_GOAL = re.compile(r"\b(?:mål|målet|målen|syftet)\b", re.IGNORECASE)
WORDS = {"yes": "Ja", "partly": "Delvis", "no": "Nej", "unknown": "Vet inte"}


def carry_over(apps, schema_editor):
    """Let each chosen answer be counted; one that says other than the fixed one is kept as words."""
    answers = apps.get_model("evaluations", "EvaluationAnswer").objects
    for node in _questions_of_goals(apps):
        rows = answers.filter(question=node, choice__in=WORDS)
        for row in rows.select_related("evaluation"):
            evaluation = row.evaluation
            if evaluation.goal_reached not in ("", row.choice):
                row.text = "\n".join(filter(None, [WORDS[row.choice], row.text]))
            evaluation.goal_reached = evaluation.goal_reached or row.choice
            row.choice = ""
            evaluation.save(update_fields=["goal_reached"])
            row.save(update_fields=["choice", "text"])


def _questions_of_goals(apps):
    """The primary keys of the keys of these questions, one a plan at the most."""
    questions = apps.get_model("plans", "EvaluationQuestion").objects
    scales = questions.filter(answer="goal_reached", removed_at=None, section__removed_at=None)
    found = {}
    for row in scales.order_by("section__plan", "section__position", "position", "pk"):
        found.setdefault(row.section.plan_id, []).append(row)
    for rows in found.values():
        named = [row for row in rows if NAMES_GOAL.search(row.name.strip() or row.text)]
        if named or len(rows) == 1:
            yield (named or rows)[0].node_id


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0005_reviews_locked"), ("plans", "0006_triggers_back")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
