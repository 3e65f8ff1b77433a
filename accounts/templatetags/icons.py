"""Our own 24 px line icons: the inside of the SVG, by name. Drawn for this application; 1.75 px lines, no fills."""

CHECK = '<path d="M5 12.8l4.4 4.4L19 7.4"/>'
CLOCK = '<circle cx="12" cy="12" r="8.3"/><path d="M12 7.4V12l3.1 2"/>'
CHAT = (
    '<path d="M4 6.8A1.8 1.8 0 0 1 5.8 5h12.4A1.8 1.8 0 0 1 20 6.8v7.4a1.8 1.8 0 0 1-1.8 1.8H11l-4.4 3.6V16h-.8'
    'A1.8 1.8 0 0 1 4 14.2z"/>'
)
PENCIL = '<path d="M4.5 19.5l.9-4L16 4.9a1.6 1.6 0 0 1 2.3 0l.8.8a1.6 1.6 0 0 1 0 2.3L8.5 18.6z"/>'
PHONE = (
    '<path d="M5.2 4h3.6l1.7 4.3-2.2 1.6a12 12 0 0 0 5.8 5.8l1.6-2.2L20 15.2v3.6a1.6 1.6 0 0 1-1.7 1.7'
    'A15.6 15.6 0 0 1 3.5 5.7 1.6 1.6 0 0 1 5.2 4z"/>'
)
SOFA = (
    '<path d="M5.5 11V8.2A2.2 2.2 0 0 1 7.7 6h8.6a2.2 2.2 0 0 1 2.2 2.2V11"/>'
    '<path d="M3.5 12.6a1.7 1.7 0 0 1 3.3 0v1.8h10.4v-1.8a1.7 1.7 0 0 1 3.3 0v5.2h-17z"/><path d="M6 17.8v1.7M18 17.8v1.7"/>'
)
WARNING = '<path d="M12 4.3 21 19.7H3z"/><path d="M12 10.2v4.3M12 17v.1"/>'

ICONS = {
    "arrow": '<path d="M5 12h13.5M13 6l6 6-6 6"/>',
    "back": '<path d="M19 12H5.5M11 6l-6 6 6 6"/>',
    "bed": (
        '<path d="M3.5 18.5V7M3.5 15.5h17v3M20.5 15.5v-2.3a2.7 2.7 0 0 0-2.7-2.7H10v5"/><circle cx="6.8" cy="11.8" r="1.6"/>'
    ),
    "bell": (
        '<path d="M6.2 10.5a5.8 5.8 0 0 1 11.6 0c0 4.5 1.7 5.5 1.7 6.5h-15c0-1 1.7-2 1.7-6.5z"/>'
        '<path d="M10 20.2a2.2 2.2 0 0 0 4 0"/>'
    ),
    "building": '<path d="M5 20V5.2h9V20M14 10h5v10M3.5 20h17"/><path d="M8.2 9h2.6M8.2 12.5h2.6M8.2 16h2.6"/>',
    "calendar": '<rect x="4" y="5.8" width="16" height="14" rx="2"/><path d="M4 10.3h16M8.5 3.8v4M15.5 3.8v4"/>',
    "card": '<rect x="5" y="3.8" width="14" height="16.4" rx="2"/><path d="M12 3.8v16.4M5 12h14"/>',
    "chat": CHAT,
    "check": CHECK,
    "chevron": '<path d="M9.5 6l6 6-6 6"/>',
    "chevron-left": '<path d="M14.5 6l-6 6 6 6"/>',
    "clock": CLOCK,
    "close": '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>',
    "copy": '<rect x="8.5" y="8.5" width="11" height="11" rx="2"/><path d="M15.5 8.5V6.3a1.8 1.8 0 0 0-1.8-1.8H6.3a1.8 1.8 0 0 0-1.8 1.8v7.4a1.8 1.8 0 0 0 1.8 1.8h2.2"/>',
    "dots": (
        '<circle cx="5.5" cy="12" r="1.3" fill="currentColor"/><circle cx="12" cy="12" r="1.3" fill="currentColor"/>'
        '<circle cx="18.5" cy="12" r="1.3" fill="currentColor"/>'
    ),
    "down": '<path d="M6 9.5l6 6 6-6"/>',
    "download": '<path d="M12 4v11M7.5 10.8 12 15.3l4.5-4.5M4.5 19.5h15"/>',
    "eye": '<path d="M2.8 12S6.2 5.8 12 5.8 21.2 12 21.2 12 17.8 18.2 12 18.2 2.8 12 2.8 12z"/><circle cx="12" cy="12" r="2.8"/>',
    "file": '<path d="M6.5 3.8h7.2l4 4v12.4H6.5z"/><path d="M13.5 3.8v4.4h4.2M9.2 12.5h5.6M9.2 15.8h5.6"/>',
    "film": '<path d="M3.5 12h17"/><circle cx="7" cy="12" r="2.3"/><circle cx="16" cy="12" r="2.3"/><path d="M7 9.7V5.5M16 14.3v4.2"/>',
    "flag": '<path d="M6 20.5V4.5h11l-2 4 2 4H6"/>',
    "heart": ('<path d="M12 19.6S4 14.8 4 9.3A4.2 4.2 0 0 1 12 7.5a4.2 4.2 0 0 1 8 1.8c0 5.5-8 10.3-8 10.3z"/>'),
    "house": '<path d="M3.8 11.4 12 4.5l8.2 6.9"/><path d="M6 9.8v9.7h12V9.8"/>',
    "info": '<circle cx="12" cy="12" r="8.3"/><path d="M12 11v5M12 7.8v.1"/>',
    "key": '<circle cx="8" cy="12" r="4.2"/><path d="M12.2 12h8.3v3.2M16.8 12v2.6"/>',
    "lock": '<rect x="5.2" y="10.6" width="13.6" height="9.4" rx="2"/><path d="M8.2 10.6V8.2a3.8 3.8 0 0 1 7.6 0v2.4"/>',
    "logout": '<path d="M13.5 4.5H6a1.5 1.5 0 0 0-1.5 1.5v12A1.5 1.5 0 0 0 6 19.5h7.5M9.5 12h10.5M16.5 8.5 20 12l-3.5 3.5"/>',
    "mail": '<rect x="3.8" y="5.8" width="16.4" height="12.6" rx="2"/><path d="M4.2 7.2 12 13l7.8-5.8"/>',
    "minus": '<path d="M6 12h12"/>',
    "pencil": PENCIL,
    "people": (
        '<circle cx="9" cy="8.6" r="3.2"/><path d="M3.2 19.4c.4-3.9 2.8-6 5.8-6s5.4 2.1 5.8 6"/>'
        '<circle cx="17" cy="9.8" r="2.5"/><path d="M17 14.2c2.2 0 3.6 1.5 3.9 4.3"/>'
    ),
    "person": '<circle cx="12" cy="8.3" r="3.8"/><path d="M4.8 20c.5-4.4 3.5-6.8 7.2-6.8s6.7 2.4 7.2 6.8"/>',
    "phone": PHONE,
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": (
        '<path d="M7.5 9V4.5h9V9M7.5 16.5H5.8A1.8 1.8 0 0 1 4 14.7v-3.9A1.8 1.8 0 0 1 5.8 9h12.4a1.8 1.8 0 0 1 1.8 1.8v3.9'
        'a1.8 1.8 0 0 1-1.8 1.8h-1.7"/><rect x="7.5" y="13.5" width="9" height="6"/>'
    ),
    "search": '<circle cx="11" cy="11" r="6.3"/><path d="M15.8 15.8 20.2 20.2"/>',
    "settings": '<path d="M4 7.5h9M17 7.5h3M4 16.5h3M11 16.5h9"/><circle cx="15" cy="7.5" r="2"/><circle cx="9" cy="16.5" r="2"/>',
    "share": '<circle cx="6.5" cy="12" r="2.5"/><circle cx="17" cy="6" r="2.5"/><circle cx="17" cy="18" r="2.5"/><path d="M8.7 10.8l6.1-3.5M8.7 13.2l6.1 3.5"/>',
    "sofa": SOFA,
    "swap": '<path d="M4.5 9h13.5M14.5 5.5 18 9l-3.5 3.5M19.5 15.5H6M9.5 12 6 15.5 9.5 19"/>',
    "table": '<rect x="4" y="5" width="16" height="14" rx="2"/><path d="M4 10h16M4 14.5h16M10 10v9"/>',
    "talk": CHAT,
    "undo": '<path d="M8.5 5 4.5 9l4 4"/><path d="M4.5 9H14a5.2 5.2 0 0 1 0 10.4H8.5"/>',
    "up": '<path d="M6 14.5l6-6 6 6"/>',
    "walk": (
        '<circle cx="13" cy="4.8" r="1.7"/>'
        '<path d="M12.6 9 9.8 12.2M12.6 9l-.8 5.2-3 6M11.8 14.2l3.4 2.6.8 3.6M12.6 9l2 2.7 2.7.9"/>'
    ),
    "warning": WARNING,
}
