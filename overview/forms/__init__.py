"""Forms of the pages here."""
