package com.tripsage.gateway.chat;

import com.tripsage.gateway.paging.PageRequest;
import java.util.UUID;

/** A page of the messages of a session. */
record PageOfMessages(UUID sessionId, int messageCount, PageRequest page) {}
