"""Calendar arithmetic: recurrences, weeks, seasons, Swedish holidays. Days in, days out, no database."""
