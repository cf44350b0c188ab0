package com.tripsage.gateway.budget;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * The settings of how much memory may be held on behalf of clients.
 *
 * @param heapShare of the largest heap, what all clients may hold together
 * @param socketShare of that, what open WebSockets may take
 * @param perHolder what one holder may hold at most, where so much is free
 */
@ConfigurationProperties("gateway.memory-budget")
record MemoryBudgetProperties(
        @DefaultValue("0.5") double heapShare,
        @DefaultValue("0.75") double socketShare,
        @DefaultValue("64MB") DataSize perHolder) {

    MemoryBudgetProperties {
        Assert.isTrue(
                heapShare > 0 && heapShare <= 0.8, "gateway.memory-budget.heap-share has to be above 0, at most 0.8");
        Assert.isTrue(
                socketShare > 0 && socketShare <= 1, "gateway.memory-budget.socket-share has to be above 0, at most 1");
        Assert.isTrue(perHolder.toBytes() > 0, "gateway.memory-budget.per-holder has to be positive");
    }
}
