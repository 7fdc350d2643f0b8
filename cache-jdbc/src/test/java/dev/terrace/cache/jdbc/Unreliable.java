package dev.terrace.cache.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Connections that break now and then, as a network does: before a statement or a commit has reached the database, or after it has
 * and before the answer is back. A broken connection has ended for the database as well.
 */
final class Unreliable {

    private static final Set<String> CALLS =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit");

    private final DataSource source;
    private final Random random;
    private final double share;

    /** Breaks that share of all calls. */
    Unreliable(DataSource source, long seed, double share) {
        this.source = source;
        this.random = new Random(seed);
        this.share = share;
    }

    DataSource dataSource() {
        return proxy(
                DataSource.class,
                (proxy, method, arguments) -> method.getName().equals("getConnection")
                        ? connection(source.getConnection())
                        : invoke(source, method, arguments));
    }

    private Connection connection(Connection real) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = call(real, real, method, arguments);
            return result instanceof PreparedStatement statement ? statement(real, statement) : result;
        });
    }

    private PreparedStatement statement(Connection connection, PreparedStatement real) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> call(connection, real, method, arguments));
    }

    private Object call(Connection connection, Object target, Method method, Object[] arguments) throws Throwable {
        double chance = CALLS.contains(method.getName()) ? next() : 1;
        if (chance < share / 2) {
            throw broken(connection);
        }
        Object result = invoke(target, method, arguments);
        if (chance < share) {
            throw broken(connection);
        }
        return result;
    }

    private synchronized double next() {
        return random.nextDouble();
    }

    private static SQLException broken(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        connection.close();
        return new SQLException("planted: the connection broke", "08006");
    }

    static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Unreliable.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
