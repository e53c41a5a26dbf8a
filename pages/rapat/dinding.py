"""Layar dinding: the screens of a meeting turn by themselves, with live figures."""

from dashboard.components import frame
from dashboard.stage import screens

screens.wall(frame.view())
