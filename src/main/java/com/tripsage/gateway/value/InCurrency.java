package com.tripsage.gateway.value;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A constraint on money that names its currency: no more digits after the point than that has. An error names the amount. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = InCurrency.Check.class)
@interface InCurrency {

    String message() default "must have the decimals of its currency";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The comparison. */
    class Check implements ConstraintValidator<InCurrency, MoneyInput> {

        @Override
        public boolean isValid(MoneyInput money, ConstraintValidatorContext context) {
            // More digits than any currency has are another constraint's to tell.
            if (money.currency() == null || money.amount().scale() > CurrencyDecimals.OTHERWISE) {
                return true;
            }
            String mistake = CurrencyDecimals.mistake(money.amount(), money.currency());
            if (mistake == null) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(mistake)
                    .addPropertyNode("amount")
                    .addConstraintViolation();
            return false;
        }
    }
}
