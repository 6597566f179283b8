namespace Tapir.Teachers.Tutor;

/// <summary>Reads the parts of a slot that holds several things.</summary>
internal static class Parts
{
    /// <summary>Every part as what it says; null where one says nothing.</summary>
    public static T[]? Read<T>(string[] parts, Func<string, T?> read)
        where T : class
    {
        List<T> things = new(parts.Length);
        foreach (string part in parts)
        {
            if (read(part) is not { } thing)
            {
                return null;
            }

            things.Add(thing);
        }

        return [.. things];
    }
}
