"""The unit page U: an ordinary signed-in Django page, the yardstick of all benches.

It has tables, views and templates of its own, so that it stays as it is when the application changes.
"""
