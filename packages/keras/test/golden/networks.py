"""Small networks with seeded weights, one for each thing that an import can get wrong."""

import numpy as np


def networks(keras, generation):
    """The makers by name, for Keras of generation 2 or 3."""
    L = keras.layers
    sequential = lambda *layers, **more: keras.Sequential(list(layers), **more)

    def dense():
        return sequential(
            L.Input((8,)),
            L.Dense(16, activation="relu", kernel_regularizer="l2"),
            L.Dropout(0.3),
            L.Dense(12, activation="tanh", use_bias=False),
            L.Dense(5),
        )

    def conv_bn():
        return sequential(
            L.Input((13, 11, 3)),
            L.Conv2D(8, 3, padding="same"),
            L.BatchNormalization(),
            L.ReLU(),
            L.MaxPooling2D(2),
            L.Conv2D(6, (3, 2), strides=2, padding="same", use_bias=False),
            L.BatchNormalization(scale=False),
            L.Activation("relu"),
            L.Conv2D(6, 2, padding="valid", activation="swish"),
            L.BatchNormalization(center=False, epsilon=1e-5),
            L.ReLU(max_value=6.0, negative_slope=0.1),
            L.AveragePooling2D(2, padding="same"),
            L.Conv2D(7, 3, padding="same", dilation_rate=2),
            L.LeakyReLU(0.2),
            L.Flatten(),
            L.Dense(10, activation="softmax"),
        )

    def residual():
        image = L.Input((8, 8, 3), name="image")
        x = L.Conv2D(6, 3, padding="same", name="stem")(image)
        y = L.BatchNormalization()(x)
        y = L.ReLU()(y)
        y = L.Conv2D(6, 3, padding="same", name="block")(y)
        z = L.Add()([x, y])
        m = L.Maximum()([L.Multiply()([z, y]), L.Minimum()([x, z])])
        w = L.Concatenate(axis=-1)([z, L.Average()([m, z, y]), L.Subtract()([z, x])])
        gate = L.GlobalAveragePooling2D(keepdims=True)(w)
        gate = L.Conv2D(18, 1, activation="sigmoid")(gate)
        w = L.Multiply()([w, gate])
        pooled = L.Concatenate()([L.Reshape((-1,))(L.GlobalAveragePooling2D(keepdims=True)(w)), L.GlobalMaxPooling2D()(w)])
        return keras.Model(image, [L.Dense(4, name="first")(pooled), L.Dense(3, name="second")(pooled)])

    def operators():
        x = L.Input((6,))
        y = L.Dense(6, activation="relu")(x)
        z = (y * 2.0 + x) * y - 0.5
        return keras.Model(x, L.Dense(3)((z - x) / 4.0))

    def nested():
        encoder = sequential(
            L.Input((8, 8, 3)),
            L.Conv2D(4, 3, padding="same", name="conv"),
            L.BatchNormalization(),
            L.Conv2D(4, 3, padding="same", name="conv_2"),
            L.BatchNormalization(),
            name="encoder",
        )
        encoder.layers[0].trainable = False
        encoder.layers[3].trainable = False
        i = L.Input((8, 8, 4))
        y = encoder_of_four(i)
        y = L.Conv2D(4, 1, name="conv")(y)
        middle = keras.Model(i, L.BatchNormalization()(y), name="middle")
        image = L.Input((8, 8, 3))
        x = encoder(image)
        x = L.Add()([middle(x), middle(middle(x))])
        return keras.Model(image, L.Dense(3)(L.GlobalAveragePooling2D()(x)))

    def encoder_of_four(tensor):
        inner = sequential(L.Input((8, 8, 4)), L.Conv2D(4, 3, padding="same"), L.BatchNormalization(), name="deep")
        return inner(tensor)

    def shared():
        both = L.Dense(6, activation="relu")
        tower = sequential(L.Input((6,)), L.Dense(5), L.BatchNormalization(), name="tower")
        a, b = L.Input((4,), name="b"), L.Input((4,), name="a")
        return keras.Model([a, b], L.Dense(2)(L.Concatenate()([tower(both(a)), tower(both(b))])))

    def nested_deeply():
        # three deep, the innermost called twice by the middle one, the middle one twice by the network; layers frozen at each depth
        deep = sequential(L.Input((3,)), L.Dense(5, activation="tanh", name="a"), L.BatchNormalization(), L.Dense(3, name="b"), name="deep")
        deep.layers[0].trainable = False
        i = L.Input((3,))
        middle = keras.Model(i, L.Dense(3, name="c")(L.BatchNormalization()(deep(deep(i)))), name="middle")
        middle.layers[2].trainable = False
        outer_input = L.Input((3,))
        outer = keras.Model(outer_input, L.Dense(3, name="d")(L.Dense(3, name="e")(middle(middle(outer_input)))), name="outer")
        outer.get_layer("d").trainable = False
        bare = sequential(L.Dense(6, activation="relu"), L.BatchNormalization(), L.Dense(4), name="bare")
        x = L.Input((3,))
        frozen = sequential(L.Input((4,)), L.Dense(4), L.BatchNormalization(), name="frozen")
        frozen.trainable = False
        return keras.Model(x, [bare(outer(x)), frozen(bare(outer(outer(x))))])

    def channels():
        # more than one channel out of each, with and without strides, borders, biases and activations
        image = L.Input((9, 8, 3))
        x = L.DepthwiseConv2D(3, depth_multiplier=2, padding="same")(image)
        x = L.ReLU()(L.BatchNormalization()(x))
        x = L.SeparableConv2D(5, 3, depth_multiplier=2, padding="same", use_bias=False)(x)
        y = L.DepthwiseConv2D((3, 2), strides=2, depth_multiplier=4, padding="valid", use_bias=False, activation="tanh")(x)
        z = L.SeparableConv2D(4, 2, strides=2, depth_multiplier=3, activation="hard_sigmoid")(x)
        inner = L.Input((9, 8, 5))
        tower = keras.Model(inner, L.SeparableConv2D(3, 3, depth_multiplier=2, activation="relu")(inner), name="tower")
        tower.trainable = False
        return keras.Model(image, [L.Flatten()(y), L.GlobalAveragePooling2D()(z), L.Flatten()(tower(x))])

    def nested_outputs():
        inputs = L.Input((3,))
        functional = keras.Model(inputs, L.Dense(4, activation="tanh")(inputs), name="functional")
        in_order = sequential(L.Input((3,)), L.Dense(4, activation="tanh"), name="in_order")
        a, b = L.Input((3,), name="first"), L.Input((3,), name="second")
        outputs = [functional(a), in_order(a), functional(b), in_order(b)]
        return keras.Model([a, b], [*outputs, L.Add()(outputs), L.Dense(2)(outputs[2])])

    def mobile():
        def convolve(x, filters, size, strides=1):
            x = L.Conv2D(filters, size, strides=strides, padding="same", use_bias=False)(x)
            return L.BatchNormalization()(x)

        def inverted(x, filters, strides, expansion=3):
            y = L.ReLU(6.0)(convolve(x, x.shape[-1] * expansion, 1))
            if strides == 2:
                y = L.ZeroPadding2D(((0, 1), (0, 1)))(y)
            y = L.DepthwiseConv2D(3, strides=strides, padding="valid" if strides == 2 else "same", use_bias=False)(y)
            y = L.ReLU(6.0)(L.BatchNormalization()(y))
            y = convolve(y, filters, 1)
            return L.Add()([x, y]) if strides == 1 and x.shape[-1] == filters else y

        image = L.Input((16, 16, 3))
        x = L.Rescaling(1 / 127.5, offset=-1)(image)
        x = L.ReLU(6.0)(convolve(x, 8, 3, 2))
        x = inverted(inverted(inverted(x, 8, 1), 12, 2), 12, 1)
        return keras.Model(image, L.Dense(10)(L.GlobalAveragePooling2D()(x)))

    def preprocessing():
        image = L.Input((9, 8, 3))
        x = L.Rescaling(1 / 127.5, offset=-1)(image)
        x = L.Normalization(mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 3.0])(x)
        if generation == 3:
            x = L.Rescaling([1.0, 2.0, 3.0], offset=[0.1, 0.2, 0.3])(x)
        x = L.RandomFlip()(x)
        adapted = L.Normalization()
        adapted.adapt(np.random.default_rng(5).normal(1, 2, [64, 9, 8, 3]).astype("float32"))
        return keras.Model(image, L.Dense(2)(L.Flatten()(L.GaussianNoise(0.1)(adapted(x)))))

    def windows():
        return sequential(
            L.Input((10, 9, 4)),
            L.SeparableConv2D(8, 3, padding="same", dilation_rate=2),
            L.SeparableConv2D(6, (3, 2), strides=2, depth_multiplier=2, activation="relu"),
            L.DepthwiseConv2D((2, 3), depth_multiplier=3, padding="same", activation="relu"),
            L.ZeroPadding2D(((0, 1), (2, 3))),
            L.Cropping2D(((1, 0), (0, 2))),
            L.UpSampling2D((2, 3)),
            L.Conv2DTranspose(5, 3, strides=2, padding="same"),
            L.Conv2DTranspose(3, (4, 2), strides=(2, 1), padding="valid", use_bias=False),
            L.AveragePooling2D((3, 2), strides=(2, 1), padding="same"),
            L.MaxPooling2D(3, strides=2, padding="same"),
            L.LayerNormalization(),
            L.PReLU(shared_axes=[1, 2]),
            L.Permute((3, 1, 2)),
            L.Reshape((3, -1)),
            L.Dense(4),
            L.PReLU(),
            L.Softmax(),
            L.Flatten(),
            L.ELU(),
        )

    def activations():
        names = ["elu", "selu", "relu", "softplus", "softsign", "sigmoid", "hard_sigmoid", "softmax", "gelu", "swish", "tanh", "linear"]
        names += ["relu6", "mish", "hard_silu", "log_softmax", "silu"] if generation == 3 else []
        x = L.Input((7,))
        y = L.Dense(6)(x)
        return keras.Model(x, L.Concatenate()([L.Activation(name)(y) for name in names] + [L.Dense(3, activation="hard_sigmoid")(y)]))

    def trained():
        network = keras.Sequential([L.Dense(9, activation="relu"), L.BatchNormalization(), L.Dense(5, activation="softmax")])
        network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        random = np.random.default_rng(0)
        network.fit(random.normal(size=(64, 8)).astype("float32"), random.integers(0, 5, 64), epochs=2, verbose=0)
        return network

    made = [dense, conv_bn, residual, operators, nested, nested_deeply, nested_outputs, shared, mobile, preprocessing, windows, channels, activations, trained]
    return {maker.__name__.replace("_", "-"): maker for maker in made}
