package com.tripsage.gateway.chat;

import com.tripsage.gateway.paging.PageRequest;
import java.util.UUID;

/** Which messages of which session. */
record PageOfMessages(UUID sessionId, int messageCount, PageRequest page) {}
