namespace Tapir.Models.Tests.Checkpoints;

/// <summary>A folder of a test's own, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tapir-checkpoint-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Write(IReadOnlyDictionary<string, Action<Stream>> files)
    {
        foreach ((string name, Action<Stream> write) in files)
        {
            using FileStream file = File.Create(this[name]);
            write(file);
        }
    }

    public void CopyFrom(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            File.Copy(file, this[System.IO.Path.GetFileName(file)]);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
