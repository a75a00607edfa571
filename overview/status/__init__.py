"""Where agreements stand, at a glance: one noun a module, each in a fixed number of questions."""
