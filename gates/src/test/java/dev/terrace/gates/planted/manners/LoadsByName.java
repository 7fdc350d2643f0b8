package dev.terrace.gates.planted.manners;

final class LoadsByName {

    Class<?> forName(String name) throws ClassNotFoundException {
        return Class.forName(name);
    }

    Class<?> loadClass(ClassLoader loader, String name) throws ClassNotFoundException {
        return loader.loadClass(name);
    }
}
