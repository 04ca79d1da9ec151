"""What a database keeps of a row after it was overwritten, and how much of that can be taken out."""

from django.db import OperationalError, connection

POSTGRES = (
    "PostgreSQL ยังเก็บค่าเดิมไว้ในไฟล์ของตารางจนกว่าจะรัน VACUUM FULL (autovacuum เพียงให้เขียนทับได้ภายหลัง) "
    "และใน WAL จนกว่าไฟล์ WAL จะหมดรอบ รวมทั้ง WAL ที่เก็บถาวรและเครื่องสำรอง (replica) "
    "โปรดรัน VACUUM FULL แล้ว CHECKPOINT ในช่วงที่ไม่มีผู้ใช้"
)
INSIDE = "คำสั่งนี้ทำงานอยู่ภายในธุรกรรมของฐานข้อมูล จึงยังไม่ได้เขียนไฟล์ฐานข้อมูลใหม่ (VACUUM) โปรดรันคำสั่งนี้อีกครั้ง"
REFUSED = (
    "ยังเขียนไฟล์ฐานข้อมูลใหม่ (VACUUM) ไม่ได้ เพราะฐานข้อมูลมีผู้ใช้อยู่หรือพื้นที่ดิสก์ไม่พอ "
    "ค่าที่ลบถูกเขียนทับแล้ว แต่ค่าที่แก้ไขไปก่อนหน้านี้อาจยังอยู่ในไฟล์ โปรดรันคำสั่งนี้อีกครั้งเมื่อหยุดระบบแล้ว"
)
WAL_IN_USE = "ไฟล์ -wal ของฐานข้อมูลยังมีผู้ใช้อยู่และอาจมีค่าเดิม โปรดหยุดระบบแล้วรันคำสั่งนี้อีกครั้ง"


def scrub_database() -> str:
    """Take what was overwritten out of the database's files; gives in Thai what is left to do, or "".

    On SQLite the file is written anew, which takes as much free disk as it is large, and the log (-wal) is
    emptied. PostgreSQL keeps what only its operator may take out.
    """
    if connection.vendor != "sqlite":
        return POSTGRES
    if connection.in_atomic_block:
        return INSIDE
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
    except OperationalError:
        return REFUSED
    return WAL_IN_USE if busy else ""
