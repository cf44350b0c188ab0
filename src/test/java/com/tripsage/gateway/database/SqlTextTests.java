package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class SqlTextTests {

    @Test
    void textHasTheFilesThatItNames() {
        assertThat(SqlText.of(SqlTextTests.class, "outer.sql").sql()).isEqualTo("""
                -- Both $1 and \\ stay as they are.
                select * from (
                select 'a' as letter
                ) as letters where ${filter}""");
    }

    @Test
    void fragmentTakesThePlaceOfItsName() {
        SqlText text = SqlText.of(SqlTextTests.class, "outer.sql").with("filter", "letter = :letter");

        assertThat(text.sql()).endsWith(") as letters where letter = :letter");
    }

    @Test
    void missingFileIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SqlText.of(SqlTextTests.class, "absent.sql"))
                .withMessage("There is no file absent.sql beside " + SqlTextTests.class.getName());
    }

    @Test
    void missingPlaceIsNamed() {
        SqlText text = SqlText.of(SqlTextTests.class, "outer.sql");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> text.with("order", "order by letter"))
                .withMessage("The SQL has no place for order");
    }
}
