using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Models;

namespace Tapir.Activities.Students;

/// <summary>Lets one numeric function compute at a time: each uses all cores, so two at once would only share them, and need twice the memory. A student is read by whoever's turn it
/// is, and stays for those who wait to compute with the same one: a model of a billion parameters is in memory once, however many shards there are.</summary>
internal sealed class ComputeSlots(IArtifactStore artifacts) : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);
    private int waiting;
    private (ArtifactRef Model, Student Student)? kept;

    /// <summary>Computes with a student, which stays ours: nothing in it may be changed.</summary>
    /// <exception cref="ArtifactLostException">The student is gone.</exception>
    public Task<T> RunAsync<T>(ArtifactRef model, Func<Student, T> compute, FunctionContext context) => InTurnAsync(
        async () =>
        {
            Student student = await ReadAsync(model, context.Cancellation);
            return await OnAThreadAsync(() => compute(student), context.Cancellation);
        },
        context);

    /// <summary>Computes without any of the students that are kept here.</summary>
    public Task<T> RunAsync<T>(Func<T> compute, FunctionContext context) => HoldAsync(() => OnAThreadAsync(compute, context.Cancellation), context);

    /// <summary>The same for what another process computes, or what takes its memory by itself.</summary>
    public Task<T> HoldAsync<T>(Func<Task<T>> compute, FunctionContext context) => InTurnAsync(
        () =>
        {
            Drop();
            return compute();
        },
        context);

    /// <summary>Computes on a thread of its own: it takes seconds, and the pool's threads carry gRPC.</summary>
    public static Task<T> OnAThreadAsync<T>(Func<T> compute, CancellationToken cancellation) =>
        Task.Factory.StartNew(compute, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose()
    {
        Drop();
        one.Dispose();
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> compute, FunctionContext context)
    {
        Interlocked.Increment(ref waiting);
        try
        {
            // There may be hundreds of shards in line: their time limits are for the work.
            using IDisposable standstill = context.WaitInLine();
            await one.WaitAsync(context.Cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        try
        {
            return await compute();
        }
        finally
        {
            if (Volatile.Read(ref waiting) == 0)
            {
                Drop();
            }

            one.Release();
        }
    }

    private async Task<Student> ReadAsync(ArtifactRef model, CancellationToken cancellation)
    {
        if (kept?.Model != model)
        {
            Drop();
            kept = (model, await artifacts.ReadStudentAsync(model, cancellation));
        }

        return kept.Value.Student;
    }

    private void Drop()
    {
        kept?.Student.Dispose();
        kept = null;
    }
}
