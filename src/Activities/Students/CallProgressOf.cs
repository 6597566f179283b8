namespace Tapir.Activities.Students;

/// <summary>Progress reported on the thread that made it; <see cref="Progress{T}"/> would post it elsewhere, out of order.</summary>
internal sealed class CallProgressOf<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
