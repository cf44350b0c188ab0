package com.tripsage.gateway.accommodation;

import com.tripsage.gateway.value.MoneyInput;
import org.jspecify.annotations.Nullable;

/** The two prices of a stay, which share a column for their currency. */
interface Prices {

    @Nullable
    MoneyInput nightly();

    @Nullable
    MoneyInput total();
}
