package com.tripsage.gateway.memory;

/** Which stored vectors compare with a vector of some model. */
final class Models {

    /** Of vectors whose makers did not say: they are taken for vectors of the deployment's model. */
    static final String UNSPECIFIED = "unspecified";

    private Models() {}

    /** The models whose vectors are of the same kind as those of one model. */
    static String[] comparableTo(String model, String deploymentModel) {
        return model.equals(UNSPECIFIED) || model.equals(deploymentModel)
                ? new String[] {UNSPECIFIED, deploymentModel}
                : new String[] {model};
    }
}
