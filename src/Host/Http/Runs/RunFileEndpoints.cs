using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.Serving;

namespace Tapir.Host.Http.Runs;

/// <summary>What a run leaves behind as files: its report and its student.</summary>
internal static class RunFileEndpoints
{
    public static void MapRunFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runs/{run}/report", (string run, TapirEngine engine) => Report(engine, run, "report.html", "text/html; charset=utf-8"))
            .WithSummary("The report as a page");
        routes.MapGet("/runs/{run}/report.json", (string run, TapirEngine engine) => Report(engine, run, "report.json", "application/json"))
            .WithSummary("The report's numbers");
        routes.MapGet("/runs/{run}/student", StudentList)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The files of the exported student, each with its address");
        routes.MapGet("/runs/{run}/student/{file}", (string run, string file, TapirEngine engine) => Student(engine, run, file))
            .WithSummary("A file of the exported student, in ranges if asked for");
    }

    private static PhysicalFileHttpResult Report(TapirEngine engine, string id, string file, string type)
    {
        RunRecord run = engine.Runs.Get(id);
        string path = Path.Combine(engine.Runs.FolderOf(run.Id), file);
        return File.Exists(path)
            ? TypedResults.PhysicalFile(path, type)
            : throw new UnknownRunException($"{run.Id} has no report yet; it is written when the run is done.");
    }

    private static PhysicalFileHttpResult Student(TapirEngine engine, string id, string file)
    {
        RunRecord run = engine.Runs.Get(id);
        string folder = Path.Combine(engine.Runs.FolderOf(run.Id), "student");
        // Only names that the folder lists: nothing of the text becomes a path.
        string? path = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).FirstOrDefault(known => Path.GetFileName(known) == file) : null;
        return path is not null
            ? TypedResults.PhysicalFile(path, "application/octet-stream", file, enableRangeProcessing: true)
            : throw new UnknownRunException($"{run.Id} has no file '{file}' in its student{(Directory.Exists(folder) ? "" : "; it is exported when the run is done")}.");
    }

    private static StudentFiles StudentList(string run, TapirEngine engine, RunFileAddresses addresses)
    {
        RunRecord record = engine.Runs.Get(run);
        DirectoryInfo folder = new(Path.Combine(engine.Runs.FolderOf(record.Id), "student"));
        return folder.Exists
            ? new StudentFiles(
                record.Id,
                [.. folder.EnumerateFiles()
                    .OrderBy(file => file.Name, StringComparer.Ordinal)
                    .Select(file => new StudentFile(file.Name, file.Length, $"{addresses.StudentOf(record.Id)}/{Uri.EscapeDataString(file.Name)}"))])
            : throw new UnknownRunException($"{record.Id} has no student yet; it is exported when the run is done.");
    }
}

/// <summary>The exported student of a run, by name of its files.</summary>
internal sealed record StudentFiles(string Run, IReadOnlyList<StudentFile> Files);

/// <param name="Bytes">Its length.</param>
/// <param name="Address">Where it is read, in ranges if asked for.</param>
internal sealed record StudentFile(string Name, long Bytes, string Address);
