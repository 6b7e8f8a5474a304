"""What is one's own: taking it along, having it erased. Open to who left too."""

from __future__ import annotations

from django.urls import path

from lerendwerken.foundation.organisations import mine

urlpatterns = [
    path("", mine.home, name="mine"),
    path("export/", mine.ask, name="mine-export"),
    path("export/<uuid:export>/", mine.fetch, name="mine-fetch"),
    path("name/", mine.name, name="mine-name"),
    path("erase/", mine.erase, name="mine-erase"),
]
