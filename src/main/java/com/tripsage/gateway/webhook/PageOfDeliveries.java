package com.tripsage.gateway.webhook;

import com.tripsage.gateway.paging.PageRequest;
import java.util.UUID;

/** A page of the deliveries of a webhook. */
record PageOfDeliveries(UUID webhookId, PageRequest page) {}
