package dev.terrace.gates.planted.manners;

import java.lang.reflect.Field;

final class OpensPrivates {

    void open(Field field) {
        field.setAccessible(true);
    }
}
