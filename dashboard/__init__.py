"""The dashboard: what its pages share."""

VERSION = "0.2.0"
