using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Models.Checkpoints;
using Tapir.Models.Checkpoints.Hub;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Students;

namespace Tapir.Activities.Students;

/// <summary>Brings a model from a hub into the artifacts. What a kill or a cut left on the way is gone on with.</summary>
internal sealed class ModelFetching(WorkRooms rooms)
{
    // The digest of a large file comes with the redirect to it.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public async Task<FetchedModel> FetchAsync(FunctionContext context, FetchModel input)
    {
        string path = await DownloadAsync(context, HubReference.Parse(input.Model));
        List<ModelFile> files = [];
        using (Checkpoint checkpoint = Checkpoint.Open(path))
        {
            foreach (string file in checkpoint.Files)
            {
                files.Add(new ModelFile(Path.GetFileName(file), await rooms.Artifacts.PutFileAsync(file, context.Cancellation)));
            }
        }

        return new FetchedModel(files);
    }

    private async Task<string> DownloadAsync(FunctionContext context, HubReference model)
    {
        const long Mebibyte = 1 << 20;
        CallProgressOf<HubProgress> progress = new(at => context.Report(at.Done / Mebibyte, at.Total / Mebibyte, $"MiB of {at.File}"));
        HubOptions options = Environment.GetEnvironmentVariable("HF_ENDPOINT") is { Length: > 0 } endpoint ? rooms.Hub with { Endpoint = new Uri(endpoint) } : rooms.Hub;
        try
        {
            return await new HubDownload(Http, options, rooms.Clock).FetchAsync(model, rooms.Downloads, progress, context.Cancellation);
        }
        catch (HubRefusedException refused)
        {
            throw new PauseRequestedException(refused.Message, refused);
        }
        catch (Exception away) when (away is HttpRequestException || (away is IOException && !DiskRefusal.IsOne(away)))
        {
            throw new PauseRequestedException($"The model hub cannot be reached: {away.Message} What has arrived is kept; when it is back, run the same command again.", away);
        }
    }
}
