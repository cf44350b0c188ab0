/** The stores that bytes of assets lie in: a folder, or what speaks the API of S3. */
@NullMarked
package com.tripsage.gateway.asset.store;

import org.jspecify.annotations.NullMarked;
