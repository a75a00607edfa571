"""Looking into files that people upload, each in a process of its own that may use little of the machine.

Pure: no Django, no database. ``images``, ``documents`` and ``packages`` are run with
``python -m``; what each says is a ``Verdict`` or why the file is refused.
"""
