"""Which style of the Word file (template.docx) a tag or class of the templates asks for."""

# Of paragraphs, by tag and class.
STYLES = {
    "h1": "Title",
    "h2": "Heading 1",
    "h3": "Heading 2",
    "h4": "Heading 3",
    "caption": "Caption",
    "para": "Body Text",
    "note": "Note",
    "remark": "Remark",
    "signature": "Signature",
    "scorecard": "Table Code",
    "scorecard__figure": "Score",
    "cover": "Cover",
    "cover__year": "Subtitle",
    "cover__place": "Subtitle",
    "cover__example": "Notice",
    "masthead": "Cover",
    "masthead__title": "Masthead",
    "masthead__year": "Announcement",
    "masthead__place": "Announcement",
    "announcement__garuda": "Cover",
    "announcement__office": "Announcement",
    "announcement__subject": "Announcement",
}
# Of letters, by tag and class.
MARKS = {
    "strong": "Strong",
    "b": "Strong",
    "label": "Strong",
    "measure__title": "Strong",
    "measure__status": "Strong",
    "cover__draft": "Missing",
    "masthead__draft": "Missing",
    "announcement__draft": "Missing",
    "announcement__garuda--missing": "Muted",
    "missing": "Missing",
    "mute": "Muted",
    "measure__about": "Muted",
}
# Of the paragraphs in a cell, by its class.
CELLS = {"num": "Table Number", "code": "Table Code", "sub": "Table Part"}
