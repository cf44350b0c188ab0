package com.tripsage.gateway.sharing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How trips are shared.
 *
 * @param consent whether whoever is shared with has to accept first, known or not
 */
@ConfigurationProperties("gateway.sharing")
record SharingProperties(@DefaultValue("false") boolean consent) {}
