using Tapir.Activities.Training.Isolation;

namespace Tapir.Activities.Tests.Training.Isolation;

/// <summary>Processes that end as told, one after the other; those after them compute what a real one would.</summary>
internal sealed class ScriptedSlices(params SliceProcessEnd[] ends) : ISliceProcess
{
    /// <value>What one says that ends as told.</value>
    public IReadOnlyList<SliceMessage> Says { get; init; } = [];

    /// <value>What a library writes besides.</value>
    public string Prints { get; init; } = "";

    public int Started { get; private set; }

    public async Task<SliceProcessEnd> RunAsync(string folder, Action<string> said, CancellationToken cancellation)
    {
        if (++Started <= ends.Length)
        {
            foreach (SliceMessage message in Says)
            {
                said(message.ToLine());
            }

            if (Prints.Length > 0)
            {
                said(Prints);
            }

            return ends[Started - 1];
        }

        using StringWriter output = new();
        bool isDone = await ChildSlice.RunAsync(folder, output);
        foreach (string line in output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries))
        {
            said(line);
        }

        return new SliceProcessEnd(isDone ? 0 : 1, "");
    }
}
