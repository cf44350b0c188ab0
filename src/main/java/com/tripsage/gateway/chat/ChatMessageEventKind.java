package com.tripsage.gateway.chat;

import com.tripsage.gateway.changelog.Change;

/** What has happened to a message. */
enum ChatMessageEventKind {
    SUBSCRIBED,
    ADDED,
    CHANGED,
    DELETED,
    APPENDED;

    static ChatMessageEventKind of(Change change) {
        return switch (change.operation()) {
            case INSERT -> ADDED;
            case UPDATE -> CHANGED;
            case DELETE -> DELETED;
        };
    }
}
