package dev.terrace.gates.planted.manners;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

final class ReadsSerialized {

    Object read(InputStream in) throws IOException, ClassNotFoundException {
        try (ObjectInputStream objects = new ObjectInputStream(in)) {
            return objects.readObject();
        }
    }
}
