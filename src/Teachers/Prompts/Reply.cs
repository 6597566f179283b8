namespace Tapir.Teachers.Prompts;

/// <summary>What a model's reply came to: <see cref="Readable{T}"/> or <see cref="Unreadable{T}"/>. A reply that cannot be read never
/// becomes a value.</summary>
public abstract record Reply<T>
{
    private protected Reply()
    {
    }
}
