-- Which table a status stands for: where the complaint waits while it has that status. Nothing waits in Selesai.
stage_of (status, stage) as (
    values ('Menunggu', 'verifikasi'), ('Koordinasi', 'koordinasi'), ('Disposisi', 'disposisi'), ('Proses', 'pengerjaan'),
           ('TL Ditolak', 'pengerjaan'), ('Menunggu Validasi', 'validasi')
)
