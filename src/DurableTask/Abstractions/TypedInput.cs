namespace Tapir.DurableTask;

/// <summary>Takes an untyped input as the type that a task declares.</summary>
internal static class TypedInput
{
    /// <returns>The input; default of <typeparamref name="T"/> for null, because whether null is allowed is known to the task alone.</returns>
    /// <exception cref="ArgumentException">The input is of another type.</exception>
    public static T Of<T>(object? input) => input switch
    {
        T typed => typed,
        null => default!,
        _ => throw new ArgumentException($"The input is a {input.GetType()}, the task takes a {typeof(T)}.", nameof(input)),
    };
}
