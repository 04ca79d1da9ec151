"""A reviewer's comments at places of a document, and the answers to them."""

from reports.commenting.comments import (
    BODY_LENGTH,
    COMMENTED_STATES,
    OPEN_COMMENTS,
    PLACE_LENGTH,
    SAME,
    Thread,
    add,
    answer,
    answer_refusal,
    comment_refusal,
    last_comment,
    reopen,
    resolve,
    threads,
    unanswered_comments,
    waiting_comments,
)

__all__ = [
    "BODY_LENGTH",
    "COMMENTED_STATES",
    "OPEN_COMMENTS",
    "PLACE_LENGTH",
    "SAME",
    "Thread",
    "add",
    "answer",
    "answer_refusal",
    "comment_refusal",
    "last_comment",
    "reopen",
    "resolve",
    "threads",
    "unanswered_comments",
    "waiting_comments",
]
