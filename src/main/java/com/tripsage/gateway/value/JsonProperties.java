package com.tripsage.gateway.value;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Limits on the size of JSON values, which no column limits.
 *
 * @param jsonSize characters of a JSON value with all digits of its numbers
 */
@ConfigurationProperties("gateway.limits")
record JsonProperties(@DefaultValue("4MB") DataSize jsonSize) {

    JsonProperties {
        Assert.isTrue(jsonSize.toBytes() > 0, "gateway.limits.json-size has to be positive");
    }
}
