"""Pola kanal: when people report through a channel, how soon somebody looks, what they report, and what is rising."""

from dashboard.components import channel_pattern, frame

view = frame.head()

channel_pattern.rising(view)
if (code := channel_pattern.channel(view)) is not None:
    channel_pattern.categories(view, code)
    channel_pattern.rhythm(view, code)
    channel_pattern.first_step(view, code)
