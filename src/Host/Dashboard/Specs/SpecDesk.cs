using System.Security.Cryptography;
using System.Text;
using Tapir.Datasets;
using Tapir.Host.Dashboard.Access;
using Tapir.Host.Http.Specs;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.Serving;
using Tapir.Host.Specs;
using Tapir.Host.Specs.Shelf;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Dashboard.Specs;

/// <summary>Checks, stores and starts what is written in the page: with the same rules and messages as by command and over HTTP.</summary>
internal sealed class SpecDesk(SpecIntake intake, SpecShelf shelf, RunStarts starts, PageCaller caller)
{
    /// <summary>Everything that is wrong with a spec, or what its run will probably spend. Its seed file is read for that.</summary>
    public async Task<SpecVerdict> CheckAsync(string text, CancellationToken cancellation)
    {
        try
        {
            RunSpec spec = intake.Read(text, []);
            try
            {
                RunEstimate estimate = await RunEstimate.OfAsync(spec, cancellation);
                return new ValidSpec(spec.Name, EstimateDocument.Of(estimate), [.. EstimateText.Notes(estimate)]);
            }
            catch (DatasetException problem)
            {
                using StringReader reader = new(text);
                return new BrokenSpec([SpecReader.Locate(("seed.path", problem.Message), SpecReader.Parse(reader, ""), _ => "spec")]);
            }
        }
        catch (SpecException problem)
        {
            return new BrokenSpec(problem.Errors);
        }
    }

    /// <summary>Records a run, which puts it in line. The same text of the same draft is the same run, however often it is asked for, also after a restart.</summary>
    /// <param name="draft">Names the draft among all that were ever written.</param>
    /// <exception cref="SpecException">Anything is wrong with it.</exception>
    /// <exception cref="QueueFullException">Too many runs wait already.</exception>
    public async Task<RunRecord> StartAsync(string text, string draft)
    {
        // Of the text too: whoever changes it and starts again wants another run.
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        string key = $"page:{await caller.NameAsync()}:{draft}:{digest}";
        return starts.Find(key) ?? await starts.StartAsync(intake.Read(text, []), key, CancellationToken.None);
    }

    /// <summary>Keeps a spec under its own name; as a new version when its text has changed.</summary>
    /// <exception cref="SpecException">Anything is wrong with it.</exception>
    public async Task<PutSpec> StoreAsync(string text)
    {
        RunSpec spec = intake.Read(text, []);
        string by = await caller.NameAsync();
        return await shelf.PutAsync(spec.Name, text, by.Length > 0 ? by : null, CancellationToken.None);
    }
}
