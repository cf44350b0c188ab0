package com.tripsage.gateway.process;

import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** A word on an AOT cache that does not fit, in place of the JVM's own four lines, so that a slow start is no riddle. */
@Component
class AotCacheNote implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(AotCacheNote.class);

    @Override
    public void afterPropertiesSet() {
        if (isConfigured() && !isUsed()) {
            LOG.info("The AOT cache is not there, or of another JVM or jar: started without it");
        }
    }

    private static boolean isConfigured() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-XX:AOTCache="));
    }

    private static boolean isUsed() {
        return System.getProperty("java.vm.info", "").contains("sharing");
    }
}
