namespace Tapir.Activities.Training.Isolation;

/// <summary>Computes slices in processes of their own; the host knows how to start one of the same program, which calls <see cref="ChildSlice"/>.</summary>
public interface ISliceProcess
{
    /// <summary>Starts a process for the slice in a folder and waits for its end.</summary>
    /// <param name="folder">Absolute path; where the process finds what it needs and puts what it makes.</param>
    /// <param name="said">Told of each line that it writes to its standard output, one after the other.</param>
    /// <param name="cancellation">Ends the process at once.</param>
    /// <exception cref="InvalidOperationException">No process can be started.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process is gone.</exception>
    Task<SliceProcessEnd> RunAsync(string folder, Action<string> said, CancellationToken cancellation);
}
