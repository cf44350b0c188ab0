package com.tripsage.gateway.quota;

import java.util.UUID;

/**
 * The quotas of what is shared through this node.
 *
 * @param byCaller what one caller shares, or tries to
 * @param byAddress what all callers share with one e-mail address
 */
public record ShareQuotas(Quota<UUID> byCaller, Quota<String> byAddress) {}
