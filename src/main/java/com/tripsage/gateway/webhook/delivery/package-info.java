/** The delivery of webhooks: which change is due to whom, who sends it, and where to. */
@NullMarked
package com.tripsage.gateway.webhook.delivery;

import org.jspecify.annotations.NullMarked;
