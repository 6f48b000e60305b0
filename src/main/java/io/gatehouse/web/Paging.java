package io.gatehouse.web;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param page counts from 1
 */
public record Paging<T>(List<T> rows, int page, int size, long total) {
    public static final int SIZE = 50;

    /** One page of a list that is in memory already. A page beyond the end is the last one. */
    public static <T> Paging<T> of(List<T> all, int page) {
        int shown = shown(page, all.size());
        int from = Math.min(all.size(), (shown - 1) * SIZE);
        return new Paging<>(all.subList(from, Math.min(all.size(), from + SIZE)), shown, SIZE, all.size());
    }

    /** The page that is shown when somebody asks for this one: one beyond the end is the last. */
    public static int shown(int page, long total) {
        return (int) Math.max(1, Math.min(page, (total + SIZE - 1) / SIZE));
    }

    public boolean hasPrevious() {
        return page > 1;
    }

    public boolean hasNext() {
        return (long) page * size < total;
    }

    public int previous() {
        return page - 1;
    }

    public int next() {
        return page + 1;
    }

    public long first() {
        return total == 0 ? 0 : (long) (page - 1) * size + 1;
    }

    public long last() {
        return Math.min(total, (long) page * size);
    }

    public <R> Paging<R> map(Function<T, R> each) {
        return new Paging<>(rows.stream().map(each).toList(), page, size, total);
    }
}
