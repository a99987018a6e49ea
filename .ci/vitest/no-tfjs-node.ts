throw new Error("Cannot find package '@tensorflow/tfjs-node': tests run as if it were not installed");
