"""The version of Samråd that is running."""

VERSION = "0.1.0"
